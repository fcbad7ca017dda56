"""What a service could do without: steps that decide nothing, questions that nobody uses, ways back."""
