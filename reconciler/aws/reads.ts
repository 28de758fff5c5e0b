/** Whether an operation, or its command, only reads; assuming a role changes nothing either. */
export function isRead(operation: string): boolean {
  return /^(?:List|Describe|Get|IsMember|AssumeRole)/u.test(operation);
}
