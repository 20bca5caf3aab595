"""Who is calling, what they may do and see, how much, and the record of it.

A caller is known by an API token (`tokens`) or by a bearer token of an OpenID Connect issuer (`oidc`);
anyone else is anonymous, reads, and sees what is marked TLP:CLEAR. `guard` stands in front of the whole
service: it settles who calls, holds them to their limits (`limits`) and writes each answer down (`audit`),
so that no route can forget to.
"""
