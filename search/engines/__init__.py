"""Who answers a query: one small interface, several engines that must agree."""
