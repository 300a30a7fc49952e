"""The measurements behind `make bench`: Vouch beside what one would write without it."""
