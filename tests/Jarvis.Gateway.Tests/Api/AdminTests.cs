using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Tenancy;
using static Jarvis.Gateway.Tests.GatewayServer;

namespace Jarvis.Gateway.Tests.Api;

public sealed class AdminTests
{
    [Fact]
    public async Task A_key_that_an_admin_makes_works_until_it_is_revoked()
    {
        await using var server = await StartAsync();
        using var admin = await server.ClientAsync(Acme, KeyScope.Admin);
        using var made = await admin.PostAsJsonAsync("/v1/tenants/acme/keys", new { label = "web", scopes = new[] { "read" } });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var shown = (await made.Content.ReadFromJsonAsync<JsonObject>())!;
        var id = shown["key"]!["id"]!.GetValue<string>();

        using var user = server.Anonymous();
        user.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", shown["secret"]!.GetValue<string>());
        using var allowed = await user.GetAsync("/v1/conversations");
        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        using var list = await admin.GetAsync("/v1/tenants/acme/keys");
        Assert.DoesNotContain(shown["secret"]!.GetValue<string>(), await list.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var revoked = await admin.DeleteAsync($"/v1/tenants/acme/keys/{id}");
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        using var refused = await user.GetAsync("/v1/conversations");
        Assert.Equal(ErrorCode.Unauthorized, (await ProblemAsync(refused)).Code);
    }

    [Fact]
    public async Task Only_the_installations_own_admin_rules_over_all_tenants()
    {
        await using var server = await StartAsync();
        using var mine = await server.ClientAsync(TenantId.Local, KeyScope.Admin);
        using var theirs = await server.ClientAsync(Acme, KeyScope.Admin);

        using var listed = await theirs.GetAsync("/v1/tenants");
        Assert.Equal(ErrorCode.Forbidden, (await ProblemAsync(listed)).Code);
        using var foreign = await theirs.GetAsync("/v1/tenants/rival/keys");
        Assert.Equal(ErrorCode.NotFound, (await ProblemAsync(foreign)).Code);
        using var own = await theirs.PatchAsJsonAsync("/v1/tenants/acme/limits", new JsonObject { ["turns-per-day"] = 1_000_000 });
        Assert.Equal(ErrorCode.Forbidden, (await ProblemAsync(own)).Code);

        using var limited = await mine.PatchAsJsonAsync("/v1/tenants/acme/limits", new JsonObject { ["turns-per-day"] = 1, ["stored-bytes"] = null, ["weight"] = "default" });
        Assert.Equal(HttpStatusCode.OK, limited.StatusCode);
        using var made = await mine.PostAsJsonAsync("/v1/tenants", new { id = "new", label = "New" });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        using var again = await mine.PostAsJsonAsync("/v1/tenants", new { id = "new" });
        Assert.Equal(ErrorCode.Conflict, (await ProblemAsync(again)).Code);
        using var deleted = await mine.DeleteAsync("/v1/tenants/new");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var gone = await mine.GetAsync("/v1/tenants/new");
        Assert.Equal(ErrorCode.NotFound, (await ProblemAsync(gone)).Code);
    }

    [Fact]
    public async Task More_days_of_usage_than_are_told_are_refused()
    {
        await using var server = await StartAsync();
        using var client = await server.ClientAsync(Acme);
        using var year = await client.GetAsync("/v1/usage?days=366");
        year.EnsureSuccessStatusCode();
        using var more = await client.GetAsync("/v1/usage?days=367");
        Assert.Equal(ErrorCode.InvalidRequest, (await ProblemAsync(more)).Code);
    }

    [Fact]
    public async Task A_quota_that_is_used_up_says_when_to_come_again()
    {
        await using var server = await StartAsync();
        using var mine = await server.ClientAsync(TenantId.Local, KeyScope.Admin);
        using var limited = await mine.PatchAsJsonAsync("/v1/tenants/acme/limits", new JsonObject { ["turns-per-day"] = 1 });
        limited.EnsureSuccessStatusCode();
        using var client = await server.ClientAsync(Acme);
        using var first = await client.PostAsJsonAsync("/v1/conversations", new { text = "one" });
        first.EnsureSuccessStatusCode();

        using var second = await client.PostAsJsonAsync("/v1/conversations", new { text = "two" });
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.Equal(ErrorCode.QuotaExceeded, (await ProblemAsync(second)).Code);

        using var usage = await client.GetAsync("/v1/usage?days=2");
        var days = (await usage.Content.ReadFromJsonAsync<JsonObject>())!["data"]!.AsArray();
        Assert.Equal([1L, 0L], days.Select(day => day!["turns"]!.GetValue<long>()));
    }
}
