"""What the state already knows: registers, their facts in two times, and who looked at them."""
