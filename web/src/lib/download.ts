// Gives the person a file that this page made.
export function download(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the address up once this has run.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}

// A title as the name of a file: letters and digits of any script.
export function fileName(title: string, ending: string): string {
  const words = title.normalize('NFC').match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return `${words.join('-').slice(0, 80) || 'conversation'}.${ending}`;
}
