import { createFileRoute } from '@tanstack/react-router';
import { OrganizationPeople } from '@/features/contacts/organization-people';
import { OrganizationPage } from '@/features/organizations/organization-page';
import { OrganizationProjects } from '@/features/projects/organization-projects';

export const Route = createFileRoute('/_app/organizations/$id')({ component: Organization });

function Organization() {
  const { id } = Route.useParams();
  return (
    <OrganizationPage
      key={id}
      id={id}
      related={(organization) => (
        <>
          <OrganizationPeople id={organization.id} name={organization.name} />
          <OrganizationProjects id={organization.id} name={organization.name} />
        </>
      )}
    />
  );
}
