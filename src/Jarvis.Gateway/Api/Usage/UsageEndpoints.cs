using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Gateway.Http;
using Jarvis.Gateway.OpenApi;
using Jarvis.Gateway.Security;
using Jarvis.Identity;
using Jarvis.Serialization;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Jarvis.Gateway.Api.Usage;

/// <summary>What the caller's tenant has used, by day.</summary>
internal static class UsageEndpoints
{
    private const int MaxDays = 366;

    internal static void MapUsage(this RouteGroupBuilder v1) => v1.MapGet(
        "/usage", (HttpContext context, TenantUsage usage, int? days) => WriteAsync(context, usage, context.Caller().Tenant, days))
        .WithTags("Usage").Needs(KeyScope.Read).Gives<ListPage<TenantUsageReport>>("What the key's tenant has used, by day of UTC, the newest first.");

    /// <summary>The newest day first.</summary>
    internal static async Task WriteAsync(HttpContext context, TenantUsage usage, TenantId tenant, int? days)
    {
        if (days is < 1 or > MaxDays)
        {
            throw Error.InvalidRequest($"'days' is 1 to {MaxDays}.");
        }

        var reports = ImmutableArray.CreateBuilder<TenantUsageReport>();
        for (var day = 0; day < (days ?? 1); day++)
        {
            reports.Add(await usage.ReadAsync(tenant, usage.Today.AddDays(-day), context.RequestAborted).ConfigureAwait(false));
        }

        await context.WriteJsonAsync(new ListPage<TenantUsageReport>(reports.ToImmutable(), HasMore: false), GatewayJsonContext.Default.ListPageTenantUsageReport).ConfigureAwait(false);
    }
}
