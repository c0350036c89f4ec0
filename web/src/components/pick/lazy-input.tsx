import { TextInput } from '@mantine/core';
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';
import { m } from '@/lib/messages';

// A field whose code is fetched when it is first shown: lists stay light without the fields that
// choose among what the server finds.
export function lazyInput<P extends { label: string }>(
  load: () => Promise<ComponentType<P>>,
): (props: P) => ReactNode {
  const Input = lazy<ComponentType<{ label: string }>>(() =>
    load().then(
      (part) => ({ default: part as ComponentType<{ label: string }> }),
      () => ({ default: Missing }),
    ),
  );
  return function LazyInput(props: P) {
    return (
      <Suspense fallback={<TextInput label={props.label} disabled />}>
        <Input {...props} />
      </Suspense>
    );
  };
}

function Missing({ label }: { label: string }) {
  return <TextInput label={label} disabled error={m.problem.partMissing} />;
}
