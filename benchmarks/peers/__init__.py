"""What Vouch is measured against: idiomatic apps, each in a process of its own."""
