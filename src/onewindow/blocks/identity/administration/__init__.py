"""An agency manages its own people: posts, cover, offices, roles, duties kept apart, access reviews.

Nobody outside the agency can, and its administrator sees none of its cases by it.
"""
