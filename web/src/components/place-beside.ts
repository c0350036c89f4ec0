import type { MouseEvent } from 'react';

// A part of the screen, as of an element's bounding box.
export interface Place {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const gap = 6;
const margin = 8;

// Puts a fixed element below a place or above it, on the other side where it does not fit, and never
// over the edge of the screen.
export function placeBeside(
  element: HTMLElement,
  place: Place,
  above: boolean,
  fromStart: boolean,
): void {
  const { width, height } = element.getBoundingClientRect();
  const over = place.top - gap - height;
  const under = place.bottom + gap;
  const fitsOver = over >= margin;
  const fitsUnder = under + height <= window.innerHeight - margin;
  const top = (above ? fitsOver || !fitsUnder : fitsOver && !fitsUnder) ? over : under;
  const left = fromStart ? place.left : place.right - width;
  element.style.left = `${within(left, window.innerWidth - width)}px`;
  element.style.top = `${within(top, window.innerHeight - height)}px`;
}

// An element, or a point in it.
export interface Anchor {
  element: Element;
  x?: number;
  y?: number;
}

export function pointIn(event: MouseEvent<Element>): Anchor {
  const { left, top } = event.currentTarget.getBoundingClientRect();
  return { element: event.currentTarget, x: event.clientX - left, y: event.clientY - top };
}

// Where it is now.
export function placeOf({ element, x, y }: Anchor): Place {
  const all = element.getBoundingClientRect();
  if (x === undefined || y === undefined) return all;
  const [left, top] = [all.left + x, all.top + y];
  return { left, right: left, top, bottom: top };
}

export function inSight({ left, right, top, bottom }: Place): boolean {
  return bottom > 0 && right > 0 && top < window.innerHeight && left < window.innerWidth;
}

function within(value: number, most: number): number {
  return Math.max(margin, Math.min(value, most - margin));
}
