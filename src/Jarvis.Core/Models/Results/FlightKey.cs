using Jarvis.Conversations;
using Jarvis.Identity;

namespace Jarvis.Models.Results;

/// <summary>Which jobs run as one: the same work, for one tenant or for all, equally urgent.</summary>
/// <param name="Work">What is run.</param>
/// <param name="Tenant">For whom; null where tenants share what it gives.</param>
/// <param name="Priority">How urgent: nobody who waits is to stand behind those that nobody waits for.</param>
internal readonly record struct FlightKey(ResultKey Work, TenantId? Tenant, TurnPriority Priority);
