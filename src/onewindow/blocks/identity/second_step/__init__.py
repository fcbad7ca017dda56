"""The second step of a sign-in, an app or a passkey: who may set one up, change it or take it away."""
