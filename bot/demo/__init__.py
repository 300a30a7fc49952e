"""A made-up company for the sandbox and `vouch seed`: people, openings, referrals under way."""
