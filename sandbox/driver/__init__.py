"""The parts of the test driver; `sandbox.people.Person` is where it starts."""
