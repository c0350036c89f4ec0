import { localStorageColorSchemeManager } from '@mantine/core';

// The same key is read by the inline script of index.html, before the first paint.
export const schemeManager = localStorageColorSchemeManager({ key: 'parley.scheme' });
