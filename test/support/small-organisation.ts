/** A configuration with one thing of each usual kind: two users, their group, and the set that it holds on one account. */
export const CONFIG = `
version: 1
organization: { id: o-exampleorg1 }
accounts: { management: "111111111111", prod: "333333333333" }
users:
  - { userName: ada, givenName: Ada, familyName: Lovelace }
  - { userName: bob, givenName: Bob, familyName: Ito }
groups:
  - { name: auditors, members: [ada, bob] }
permissionSets:
  - { name: Auditor, managedPolicies: [ReadOnlyAccess] }
admins:
  organization: { users: [ada] }
assignments:
  - { permissionSet: Auditor, accounts: [prod], groups: [auditors] }
`;
