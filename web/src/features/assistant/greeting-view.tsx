import '@fontsource-variable/newsreader/wght.css';
import { useState } from 'react';
import { firstName } from '@/lib/names';
import css from './assistant-page.module.css';
import { nextGreeting } from './greeting';
import { ParleyMark } from './parley-mark';

export function GreetingView({ name }: { name: string }) {
  const [greeting] = useState(() => nextGreeting());
  return (
    <header className={css.greeting}>
      <ParleyMark size={34} />
      <h1>{greeting.text(firstName(name))}</h1>
    </header>
  );
}
