/** Numbers of things as people read them. */

/** `4,873`. */
export function count(number: number): string {
  return String(number).replaceAll(/\B(?=(?:\d{3})+$)/gu, ',');
}

/** `1 group`, `4,873 groups`. */
export function counted(number: number, one: string, many: string = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** `1 person`, `4,873 people`. */
export function countedPeople(number: number): string {
  return counted(number, 'person', 'people');
}
