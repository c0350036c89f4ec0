import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { modelsQuery, modelsWithinQuery } from '@/api/models';
import { isDraft } from './chat/conversation';
import { usePickedModel } from './chat/use-chat';

// What can answer in a conversation, and what will: the model picked for it in this tab, else the
// one that the server takes.
export function useModels(chatKey: string) {
  const wanted = usePickedModel(chatKey);
  const { data, isError } = useQuery({
    // A draft keeps what was shown while its conversation is being made.
    placeholderData: keepPreviousData,
    ...(isDraft(chatKey) ? modelsQuery : modelsWithinQuery(chatKey)),
  });
  const models = data?.items ?? [];
  // One whose key is gone meanwhile is not asked for.
  const picked = data && !models.some(({ id }) => id === wanted) ? null : wanted;
  const answering = models.find(({ id }) => id === picked) ?? models.find((model) => model.default);
  return { models, picked, answering, loaded: data !== undefined, isError };
}
