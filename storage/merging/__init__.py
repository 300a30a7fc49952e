"""Makes one candidate of two who are one person: their referrals, and all that belongs to these."""
