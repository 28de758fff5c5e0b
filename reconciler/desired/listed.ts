/**
 * What stands in long lists of the file. There are hundreds of thousands, and hardly ever is anything wrong with one: so its
 * path is put together only when it is asked for.
 */

import type { Step } from './node.ts';

class Listed {
  private readonly list: readonly Step[];
  private readonly index: number;

  constructor(list: readonly Step[], index: number) {
    this.list = list;
    this.index = index;
  }

  get path(): readonly Step[] {
    return [...this.list, this.index];
  }
}

/** An account that is named in a list of accounts. */
export class ListedAccount extends Listed {
  readonly name: string;

  constructor(name: string, list: readonly Step[], index: number) {
    super(list, index);
    this.name = name;
  }

  get type(): 'named' {
    return 'named';
  }
}

/** A user who is named in a list of members. */
export class ListedMember extends Listed {
  readonly group: string;
  readonly name: string;

  constructor(group: string, name: string, list: readonly Step[], index: number) {
    super(list, index);
    this.group = group;
    this.name = name;
  }

  get type(): 'user' {
    return 'user';
  }
}
