using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Jarvis.Identity;
using Jarvis.Orleans.Tests.Postgres;
using Jarvis.Orleans.Tests.Silos;
using Jarvis.Tenancy;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Orleans.Tests.Operations;

/// <summary>The dashboard of a silo, over HTTP.</summary>
[Collection(PostgresGroup.Name)]
public sealed class DashboardTests(PostgresServer server) : IDisposable
{
    private readonly DirectoryInfo _resources = Directory.CreateTempSubdirectory("jarvis-resources-");
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        _resources.Delete(recursive: true);
    }

    [PostgresFact]
    public async Task It_is_shown_to_who_has_a_key_of_scope_admin_and_to_nobody_else()
    {
        var cluster = Cluster(dashboard: true);
        await using var silo = await SiloProcess.StartAsync(cluster);
        var admin = (await SiloCommand.RunAsync(cluster, "keys", "create", "me")).Output.Trim();
        var (user, otherAdmin) = await OtherKeysAsync(cluster["ServiceId"]);

        foreach (var path in (string[])["/dashboard/", "/dashboard/DashboardCounters"])
        {
            var without = await GetAsync(silo, path, null);
            Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
            Assert.Equal("Basic", without.Headers.WwwAuthenticate.Single().Scheme);
            Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(silo, path, Bearer(admin[..^1] + "_"))).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(silo, path, new("Basic", "%%%"))).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(silo, path, Bearer(user))).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(silo, path, Bearer(otherAdmin))).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(silo, path, Bearer(admin))).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(silo, path, new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"anybody:{admin}"))))).StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, (await GetAsync(silo, "/health/ready", null)).StatusCode);
        Assert.DoesNotContain(admin.Split('_')[^1], silo.Output, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task It_is_not_there_unless_it_is_asked_for()
    {
        await using var silo = await SiloProcess.StartAsync(Cluster(dashboard: false));

        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(silo, "/dashboard/", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(silo, "/dashboard/DashboardCounters", null)).StatusCode);
    }

    [PostgresFact]
    public async Task A_key_that_is_revoked_is_listed_so_and_no_longer_taken()
    {
        var cluster = Cluster(dashboard: true);
        await using var silo = await SiloProcess.StartAsync(cluster);
        var key = (await SiloCommand.RunAsync(cluster, "keys", "create", "me")).Output.Trim();
        var id = key.Split('_')[1];

        var revoked = await SiloCommand.RunAsync(cluster, "keys", "revoke", id);
        var listed = await SiloCommand.RunAsync(cluster, "keys", "list");

        Assert.Equal(0, revoked.Code);
        Assert.StartsWith($"{id}  revoked  Admin  me", listed.Output, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(silo, "/dashboard/", Bearer(key))).StatusCode);
    }

    private static AuthenticationHeaderValue Bearer(string key) => new("Bearer", key);

    private async Task<HttpResponseMessage> GetAsync(SiloProcess silo, string path, AuthenticationHeaderValue? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(silo.Health, path));
        request.Headers.Authorization = authorization;
        return await _http.SendAsync(request);
    }

    /// <summary>A key of this installation that is no admin's, and one of another tenant's admin.</summary>
    private async Task<(string User, string OtherAdmin)> OtherKeysAsync(string service)
    {
        await using var services = new ServiceCollection()
            .AddSingleton(await PostgresState.OpenAsync(server.ConnectionString, service, default))
            .AddJarvisCore()
            .BuildServiceProvider();
        var other = new TenantId("acme");
        await services.GetRequiredService<ITenants>().CreateAsync(other, "Acme", default);
        var keys = services.GetRequiredService<ICallerKeys>();
        return (
            (await keys.CreateAsync(TenantId.Local, new CallerKeyRequest("user", KeyScope.Read, KeyScope.Use), default)).Reveal(),
            (await keys.CreateAsync(other, new CallerKeyRequest("admin", KeyScope.Admin), default)).Reveal());
    }

    private Dictionary<string, string> Cluster(bool dashboard) => new()
    {
        ["ClusterId"] = Guid.NewGuid().ToString("N"),
        ["ServiceId"] = Guid.NewGuid().ToString("N"),
        ["Database"] = server.ConnectionString,
        ["Resources"] = _resources.FullName,
        ["Dashboard"] = $"{dashboard}",
    };
}
