using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Jarvis.Errors;
using Jarvis.Gateway.Api.Admin;
using Jarvis.Gateway.Http;
using Jarvis.Gateway.OpenApi;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Serialization;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Jarvis.Gateway.Api.Models;

/// <summary>The models that there are, for apps, and for another Jarvis (deploy/decisions/0009).</summary>
internal static class ModelEndpoints
{
    internal const string PeerMediaType = "application/vnd.jarvis.models+json";
    internal const int MaxPage = 1000;

    private const int UsualPage = 100;

    internal static void MapModels(this RouteGroupBuilder v1)
    {
        var all = v1.MapGroup("/models").WithTags("Models");
        all.MapGet("/", ListAsync).Needs(KeyScope.Read)
            .Gives<ListPage<ModelStatus>>("Lists models: what they do, where they run, how those that are loaded are doing, and why others cannot run.");
        all.MapGet("/{**model}", GetAsync).Needs(KeyScope.Read).Gives<ModelStatus>("A model, by its id.");
        var loaded = v1.MapGroup("/loaded-models").WithTags("Models").Needs(KeyScope.Admin);
        loaded.MapPut("/{**model}", LoadAsync).Does("Begins to load a model before it is asked for; its replicas tell how that goes.", StatusCodes.Status202Accepted);
        loaded.MapDelete("/{**model}", UnloadAsync).Does("Lets a model go once what runs on it has ended. What waits for it, or comes, brings it back.", StatusCodes.Status202Accepted);
    }

    private static async Task ListAsync(HttpContext context, IJarvis jarvis, [AsParameters] ModelListQuery query)
    {
        var models = await jarvis.ListModelsAsync(context.RequestAborted).ConfigureAwait(false);
        if (context.Request.Headers.Accept.ToString().Contains(PeerMediaType, StringComparison.OrdinalIgnoreCase))
        {
            await GivePeerAsync(context, models).ConfigureAwait(false);
            return;
        }

        if (query.Limit is < 1 or > MaxPage)
        {
            throw Error.InvalidRequest($"A page has 1 to {MaxPage} models.");
        }

        var found = query.ToQuery().Of(models);
        var start = query.After is { } after ? found.IndexOf(found.FirstOrDefault(model => model.Card.Id.Value == after)!) + 1 : 0;
        if (query.After is not null && start == 0)
        {
            throw Error.InvalidRequest("'after' is none of the list; give the 'next' of the page before, with the same filters.");
        }

        var page = found.Skip(start).Take(query.Limit ?? UsualPage).ToImmutableArray();
        var hasMore = start + page.Length < found.Length;
        await context.WriteJsonAsync(
            new ListPage<ModelStatus>(page, hasMore, hasMore ? page[^1].Card.Id.Value : null), JarvisJsonContext.Default.ListPageModelStatus).ConfigureAwait(false);
    }

    /// <summary>What this one runs itself. How busy that is is left out: it changes all the time, and the list is to be known again by its tag.</summary>
    private static async Task GivePeerAsync(HttpContext context, ImmutableArray<ModelStatus> models)
    {
        ImmutableArray<ModelStatus> own = [.. models.Where(model => model.Device != DeviceId.Remote).Select(model => model with { Replicas = [] })];
        var list = JsonSerializer.SerializeToUtf8Bytes(own, JarvisJsonContext.Default.ImmutableArrayModelStatus);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(list))}\"";
        var headers = context.Response.Headers;
        headers.ETag = tag;
        headers.CacheControl = "private, no-cache";
        headers.Vary = "Accept";
        if (context.Request.Headers.IfNoneMatch.ToString().Split(',').Any(known => known.Trim() is "*" || known.Trim() == tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        headers.ContentType = PeerMediaType;
        await context.Response.Body.WriteAsync(list, context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task GetAsync(HttpContext context, IJarvis jarvis, string model)
    {
        var id = IdOf(model);
        var models = await jarvis.ListModelsAsync(context.RequestAborted).ConfigureAwait(false);
        var found = models.FirstOrDefault(status => status.Card.Id == id) ?? throw Error.UnknownModel(id);
        await context.WriteJsonAsync(found, JarvisJsonContext.Default.ModelStatus).ConfigureAwait(false);
    }

    /// <summary>Models are everybody's, so who has them come and go looks after everybody.</summary>
    private static async Task LoadAsync(HttpContext context, IModelResidency residency, string model)
    {
        context.RequireOperator();
        await residency.LoadAsync(IdOf(model), context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private static async Task UnloadAsync(HttpContext context, IModelResidency residency, string model)
    {
        context.RequireOperator();
        await residency.UnloadAsync(IdOf(model), context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private static ModelId IdOf(string model) => ModelId.TryParse(model, null, out var id) ? id : throw Error.NotFound("That is no id of a model; GET /v1/models lists them.");
}
