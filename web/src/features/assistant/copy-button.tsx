import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { toast } from '@/components/toast';
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
  const run = async (button: HTMLElement) => {
    const done = await copy(button);
    setCopied(done);
    if (!done) toast(m.message.copyFailed, { kind: 'problem' });
  };
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <button
      type="button"
      className={className}
      aria-label={copied ? m.message.copied : label}
      title={copied ? m.message.copied : label}
      onClick={(event) => void run(event.currentTarget)}
    >
      <Icon size={16} stroke={1.7} aria-hidden="true" />
    </button>
  );
}
