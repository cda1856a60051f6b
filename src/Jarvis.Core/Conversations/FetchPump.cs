using System.Collections.Immutable;
using Jarvis.Actors;
using Jarvis.Errors;
using Jarvis.Planning;
using Jarvis.Resources;

namespace Jarvis.Conversations;

/// <summary>
/// Fetches what a request names by address before it is planned, outside the turns of its conversation, and reports it there. Only the
/// request is read for addresses, never a result or a plan: no file or model can have anything fetched.
/// </summary>
/// <param name="fetcher">Fetches; null where nothing is fetched.</param>
/// <param name="request">The request.</param>
/// <param name="before">What was fetched for it before, by a host that has stopped.</param>
/// <param name="conversation">Told of it.</param>
/// <param name="stamps">Mark what it is told.</param>
internal sealed class FetchPump(IResourceFetcher? fetcher, TurnRequest request, ImmutableArray<Fetch> before, IConversationActor conversation, ReportStamps stamps)
{
    /// <summary>The most addresses in the text of a request that are fetched.</summary>
    internal const int MaxNamed = 8;

    private const int AtOnce = 4;

    /// <summary>Fetches.</summary>
    /// <param name="planning">What is to be planned from.</param>
    /// <param name="ended">Cancelled when the turn is over.</param>
    /// <returns>The same with what was fetched among its attachments, and named in its request instead of the address.</returns>
    /// <exception cref="JarvisException">A file that was attached by address cannot be fetched.</exception>
    internal async Task<PlanningRequest> RunAsync(PlanningRequest planning, CancellationToken ended)
    {
        if (fetcher is null || planning.Failed is not null)
        {
            return planning;
        }

        var named = WebAddress.In(request.Text).Except(request.Addresses, StringComparer.Ordinal).ToList();
        var fetched = before.ToDictionary(fetch => fetch.Address, StringComparer.Ordinal);
        var due = request.Addresses.Distinct(StringComparer.Ordinal).Concat(named.Take(MaxNamed)).Where(address => !fetched.ContainsKey(address)).ToList();
        if (due.Count > 0)
        {
            await ReportAsync(planning, [.. due.Select(address => new Fetch(address))], ended).ConfigureAwait(false);
        }

        using var slots = new SemaphoreSlim(AtOnce);
        foreach (var fetch in await Task.WhenAll(due.Select(address => FetchAsync(planning, address, slots, ended))).ConfigureAwait(false))
        {
            fetched[fetch.Address] = fetch;
        }

        if (named.Count > MaxNamed && !fetched.ContainsKey(named[MaxNamed]))
        {
            var rest = Error.TooLarge($"At most {MaxNamed} addresses of one request are fetched; ask for the rest in another.").ToError();
            await ReportAsync(planning, [new Fetch(named[MaxNamed]) { Error = rest }], ended).ConfigureAwait(false);
        }

        return request.Addresses.Select(address => fetched[address].Error).FirstOrDefault(error => error is not null) is { } error
            ? throw error.ToException()
            : With(planning, [.. request.Addresses.Concat(named.Take(MaxNamed)).Select(address => fetched[address])]);
    }

    private static PlanningRequest With(PlanningRequest planning, ImmutableArray<Fetch> fetches)
    {
        var attachments = planning.Attachments;
        var text = planning.Request;

        // The longest first: one address may be the beginning of another.
        foreach (var (address, resource) in fetches.OrderByDescending(fetch => fetch.Address.Length).Select(fetch => (fetch.Address, fetch.Resource)))
        {
            text = resource is null ? text : text.Replace(address, resource.Name, StringComparison.Ordinal);
        }

        foreach (var resource in fetches.Select(fetch => fetch.Resource).OfType<Resource>())
        {
            attachments = attachments.Any(known => known.Id == resource.Id) ? attachments : attachments.Add(resource);
        }

        return planning with { Request = text, Attachments = attachments };
    }

    private async Task<Fetch> FetchAsync(PlanningRequest planning, string address, SemaphoreSlim slots, CancellationToken ended)
    {
        await slots.WaitAsync(ended).ConfigureAwait(false);
        Fetch fetch;
        try
        {
            var resource = await fetcher!.FetchAsync(planning.Turn.Conversation.Tenant, address, ended).ConfigureAwait(false);
            fetch = new Fetch(address) { Resource = resource };
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !ended.IsCancellationRequested)
        {
            fetch = new Fetch(address) { Error = Error.From(exception) };
        }
        finally
        {
            slots.Release();
        }

        await ReportAsync(planning, [fetch], ended).ConfigureAwait(false);
        return fetch;
    }

    private Task ReportAsync(PlanningRequest planning, ImmutableArray<Fetch> fetches, CancellationToken ended) =>
        conversation.ReportPlanAsync(planning.Turn.Number, new PlanReport([], Finished: false) { Fetches = fetches, Stamp = stamps.Next() }, ended);
}
