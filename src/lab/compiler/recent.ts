/** What was made last, by key; what was not asked for longest goes first. */
export class Recent<T> {
  private readonly made = new Map<string, T>();

  constructor(private readonly most: number) {}

  /** What there is for the key, else what `make` makes. */
  get(key: string, make: () => T): T {
    const found = this.made.get(key) ?? make();
    this.made.delete(key);
    this.made.set(key, found);
    const [oldest] = this.made.keys();
    if (this.made.size > this.most) this.made.delete(oldest!);
    return found;
  }
}
