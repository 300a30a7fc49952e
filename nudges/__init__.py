"""The clock acts: one file for each thing that it does. A step takes `now`, does a bounded piece of
work and says whether it found any; loops and timers are in `bot/`."""
