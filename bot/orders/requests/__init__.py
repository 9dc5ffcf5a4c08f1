"""What is asked of Gelato when something is to change, and the vendor's rules for it."""
