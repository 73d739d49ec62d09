"""Document -> its lines and its noise: furniture, legends and markup."""
