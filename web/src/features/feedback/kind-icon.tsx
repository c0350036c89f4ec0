import {
  IconBug,
  IconBulb,
  IconHeart,
  IconHelpCircle,
  IconMessage2,
  type IconProps,
} from '@tabler/icons-react';
import type { Kind } from './feedback-queries';

const icons = {
  idea: IconBulb,
  bug: IconBug,
  question: IconHelpCircle,
  praise: IconHeart,
  other: IconMessage2,
};

export function KindIcon({ kind, ...props }: { kind: Kind } & IconProps) {
  const Icon = icons[kind];
  return <Icon aria-hidden="true" {...props} />;
}
