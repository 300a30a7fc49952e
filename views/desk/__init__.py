"""What those who answer a referral see: the card, the forms behind its buttons, the questions."""
