"""This window as an OpenID provider: agencies' own systems use the same sign-on."""
