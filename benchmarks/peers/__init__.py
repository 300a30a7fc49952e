"""What Vouch is measured against: idiomatic apps and loops, each in a process of its own."""
