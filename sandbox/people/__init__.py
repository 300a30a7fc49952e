"""The HTTP routes that the page and the test driver use on behalf of a person."""
