// One timer for each of several things at most.
export class Timers {
  private readonly all = new Map<string, ReturnType<typeof setTimeout>>();

  has(key: string): boolean {
    return this.all.has(key);
  }

  set(key: string, delay: number, ring: () => void): void {
    this.clear(key);
    const timer = setTimeout(() => {
      this.all.delete(key);
      ring();
    }, delay);
    this.all.set(key, timer);
  }

  clear(key: string): void {
    clearTimeout(this.all.get(key));
    this.all.delete(key);
  }

  clearAll(): void {
    for (const timer of this.all.values()) clearTimeout(timer);
    this.all.clear();
  }
}
