"""The second look: a small linear model of our own beside the rules. It never says that something is there.

Of what the rules did not find it shows the passages that come nearest, and doubts some answers. It was trained on real
contracts; what it keeps of them are weights of hashed features, no words. ``card.md`` says how it was made.
"""
