"""The bonus for a referral: amounts, the rule of an opening, and the clock of each advocate."""
