"""Tables of invented people, places and products that the believable orders are drawn from."""
