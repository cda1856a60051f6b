using System.Net;
using Jarvis.Console.Tests.Testing;
using Jarvis.Gateway.Console.Hosting;
using Jarvis.Tenancy;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Jarvis.Console.Tests;

[Collection(BrowserTests.Name)]
public sealed class SignInTests(Chromium chromium)
{
    [BrowserFact]
    public async Task Where_keys_are_needed_one_signs_in_and_a_revoked_key_ends_it()
    {
        await using var server = await ConsoleServer.StartAsync(new Receipt().Setup, requireKeys: true);
        var (secret, id) = await server.KeyAsync(KeyScope.Read, KeyScope.Use, KeyScope.Admin);
        await using var window = await chromium.OpenAsync(server);
        var page = window.Page;
        await page.GotoAsync("/models");
        await Window.AtAsync(page, "**/sign-in?to=*");
        await window.PictureAsync("6-sign-in");
        Assert.Empty(await window.AxeAsync());
        await page.GetByLabel("Key").FillAsync("jv_nonsense");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("no key");

        await page.GetByLabel("Key").FillAsync(secret);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Window.AtAsync(page, "**/models");
        await Expect(page.Locator(".model")).ToHaveCountAsync(4);
        var cookie = (await page.Context.CookiesAsync()).Single(cookie => cookie.Name == "jarvis-key");
        Assert.True(cookie is { HttpOnly: true, SameSite: SameSiteAttribute.Strict });

        await window.ReadyAsync();
        await server.RevokeAsync(id);
        await Task.WhenAny(Window.AtAsync(page, "**/sign-in*"), RefreshUntilRefusedAsync(page));
        await page.GotoAsync("/");
        await Window.AtAsync(page, "**/sign-in?to=*");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task Another_sites_page_may_not_use_what_one_signed_in_with()
    {
        await using var server = await ConsoleServer.StartAsync(new Receipt().Setup, requireKeys: true);
        var (secret, _) = await server.KeyAsync(KeyScope.Read, KeyScope.Use);
        using var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Add("Cookie", $"jarvis-key={secret}");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/v1/models")).StatusCode);

        client.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");

        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/v1/models")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync("/_blazor/negotiate?negotiateVersion=1", null)).StatusCode);
    }

    [Fact]
    public async Task A_form_of_another_sites_page_does_not_sign_in()
    {
        await using var server = await ConsoleServer.StartAsync(new Receipt().Setup, requireKeys: true);
        var (secret, _) = await server.KeyAsync(KeyScope.Read);
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address };

        var answer = await client.PostAsync("/sign-in/key", new FormUrlEncodedContent([new("key", secret), new("to", "/")]));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [BrowserFact]
    public async Task Who_signs_out_is_forgotten()
    {
        await using var server = await ConsoleServer.StartAsync(new Receipt().Setup, requireKeys: true);
        var (secret, _) = await server.KeyAsync(KeyScope.Read, KeyScope.Use, KeyScope.Admin);
        await using var window = await chromium.OpenAsync(server);
        var page = window.Page;
        await page.GotoAsync("/keys");
        await page.GetByLabel("Key").FillAsync(secret);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Window.AtAsync(page, "**/keys");
        await window.ReadyAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Window.AtAsync(page, "**/sign-in");
        Assert.DoesNotContain(await page.Context.CookiesAsync(), cookie => cookie.Name == "jarvis-key");
        await page.GotoAsync("/keys");
        await Window.AtAsync(page, "**/sign-in?to=*");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task A_revoked_key_is_forgotten_too_and_no_other_sites_page_signs_anybody_out()
    {
        await using var server = await ConsoleServer.StartAsync(new Receipt().Setup, requireKeys: true);
        var (secret, id) = await server.KeyAsync(KeyScope.Read);
        await server.RevokeAsync(id);
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Add("Cookie", $"jarvis-key={secret}");

        Assert.Equal(HttpStatusCode.Forbidden, (await SignOutAsync("https://elsewhere.example")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await SignOutAsync("null")).StatusCode);
        var answer = await SignOutAsync(server.Address.GetLeftPart(UriPartial.Authority));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/sign-in", answer.Headers.Location?.ToString());
        Assert.StartsWith("jarvis-key=;", answer.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);

        async Task<HttpResponseMessage> SignOutAsync(string origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-out") { Headers = { { "Origin", origin } } };
            return await client.SendAsync(request);
        }
    }

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/c/x/2/t/0?a=b%20c#d", "/c/x/2/t/0?a=b%20c#d")]
    [InlineData("", "/")]
    [InlineData("c/x", "/")]
    [InlineData("//elsewhere.example", "/")]
    [InlineData("/\\elsewhere.example", "/")]
    [InlineData("/\t/elsewhere.example", "/")]
    [InlineData("/\r\n/elsewhere.example", "/")]
    [InlineData("/ü", "/")]
    [InlineData("https://elsewhere.example", "/")]
    public void Signing_in_leads_to_an_address_of_ours_alone(string to, string address) => Assert.Equal(address, SignInEndpoint.Local(to));

    [Fact]
    public async Task Pages_say_what_they_may_do_and_that_is_little()
    {
        await using var server = await ConsoleServer.StartAsync(new Receipt().Setup);
        using var client = new HttpClient { BaseAddress = server.Address };

        var answer = await client.GetAsync("/");

        var policy = string.Join(";", answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("data:", policy, StringComparison.Ordinal);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain(" style=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script(?![^>]* src=)", html);
    }

    private static async Task RefreshUntilRefusedAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Refresh" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("sign in with another");
    }
}
