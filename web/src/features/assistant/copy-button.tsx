import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { m } from './messages';

interface CopyButtonProps {
  className: string | undefined;
  label: string;
  copy: (button: HTMLElement) => Promise<boolean>;
}

export function CopyButton({ className, label, copy }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <button
      type="button"
      className={className}
      aria-label={copied ? m.message.copied : label}
      title={copied ? m.message.copied : label}
      onClick={(event) => void copy(event.currentTarget).then(setCopied)}
    >
      <Icon size={16} stroke={1.7} aria-hidden="true" />
    </button>
  );
}
