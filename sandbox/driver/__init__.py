"""The test driver. Start reading at `sandbox.driver.person.Person`."""
