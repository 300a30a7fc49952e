"""The views for those who answer referrals: the card, its forms, and the questions."""
