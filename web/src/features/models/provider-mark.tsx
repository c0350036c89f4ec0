import { IconHexagon, IconServer2, IconSparkles } from '@tabler/icons-react';
import type { Provider } from './key-queries';

// A sign for each, none of them a trade mark.
export function ProviderMark({ provider }: { provider: Provider }) {
  switch (provider) {
    case 'anthropic':
      return <Rays />;
    case 'openai':
      return <IconHexagon size={20} aria-hidden="true" />;
    case 'gemini':
      return <IconSparkles size={20} aria-hidden="true" />;
    case 'compatible':
      return <IconServer2 size={20} aria-hidden="true" />;
  }
}

function Rays() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      <g stroke="currentColor" strokeWidth="1.9" strokeLinecap="round">
        {Array.from({ length: 6 }, (_, index) => (
          <path key={index} d="M10 2.6v14.8" transform={`rotate(${index * 30} 10 10)`} />
        ))}
      </g>
    </svg>
  );
}
