using System.Collections.Immutable;
using Jarvis.Conformance.Hosts;
using Jarvis.Console.Tests.Testing;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Planning;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Jarvis.Console.Tests;

/// <summary>Conversations that are left, or broken, while they are opened.</summary>
[Collection(BrowserTests.Name)]
public sealed class OpeningTests(Chromium chromium)
{
    private readonly HostSetup _setup = new(new ScriptedPlanner(), new ScriptedRunner(ScriptedRunner.Echo), ListedModels.Card("echo", TaskTypes.Summarization));

    private HeldJarvis _held = null!;

    [BrowserFact]
    public async Task Who_goes_on_to_another_conversation_is_shown_that_one_whenever_the_first_is_there()
    {
        await using var server = await StartAsync();
        await using var window = await chromium.OpenAsync(server);
        var page = window.Page;
        await window.GoAsync("/c/short");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete conversation" }).ClickAsync();
        var wait = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        _held.Opening = name =>
        {
            begun.TrySetResult();
            return name == "long" ? wait.Task : Task.CompletedTask;
        };

        await page.Locator(".side").GetByText("The long one").ClickAsync();
        await begun.Task;
        await Expect(page.Locator("h1")).ToHaveTextAsync("Opening …");
        await page.Locator(".side").GetByText("The short one").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("The short one");
        wait.SetResult();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete conversation" }).ClickAsync();

        await Expect(page.GetByText("Delete all of it for good?")).ToBeVisibleAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("The short one");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await Expect(page.Locator(".side li")).ToHaveCountAsync(1);
        await Expect(page.Locator(".side li")).ToContainTextAsync("The long one");
        Assert.Empty(window.Faults);
    }

    [BrowserFact]
    public async Task A_conversation_that_cannot_be_opened_leaves_the_page_to_the_next()
    {
        await using var server = await StartAsync();
        await using var window = await chromium.OpenAsync(server);
        var page = window.Page;
        await window.GoAsync("/c/short");
        _held.Opening = name => name == "long" ? throw new JarvisException(ErrorCode.StorageFailed, "The disk is gone.") : Task.CompletedTask;

        await page.Locator(".side").GetByText("The long one").ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("The disk is gone.");
        await page.Locator(".side").GetByText("The short one").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("The short one");
        await Expect(page.Locator(".turn")).ToHaveCountAsync(1);

        _held.Opening = _ => Task.CompletedTask;
        await page.Locator(".side").GetByText("The long one").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("The long one");
        Assert.Empty(window.Faults);
    }

    [BrowserFact]
    public async Task A_page_that_breaks_says_so_and_is_loaded_again()
    {
        await using var server = await StartAsync();
        await using var window = await chromium.OpenAsync(server);
        var page = window.Page;
        await window.GoAsync("/c/short");
        var broken = page.GetByRole(AriaRole.Alert);
        await Expect(broken).ToHaveCountAsync(0);
        _held.Opening = _ => throw new InvalidOperationException("This is a fault of the console.");

        await page.Locator(".side").GetByText("The long one").ClickAsync();

        await Expect(broken).ToContainTextAsync("load the page again");
        _held.Opening = _ => Task.CompletedTask;
        await page.GetByRole(AriaRole.Button, new() { Name = "Load it again" }).ClickAsync();
        await window.ReadyAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("The long one");
        await Expect(broken).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task A_further_request_comes_by_what_is_shown_already_and_the_reader_is_led_to_it()
    {
        await using var server = await StartAsync();
        await using var window = await chromium.OpenAsync(server, height: 320);
        var page = window.Page;
        await window.GoAsync("/c/short");
        await Expect(page.Locator(".turn-bar .stage")).ToContainTextAsync("Answered");
        var opened = 0;
        _held.Opening = _ =>
        {
            opened++;
            return Task.CompletedTask;
        };

        await page.Locator("#request").FillAsync("once more");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();

        await Window.AtAsync(page, "**/c/short/2");
        await Expect(page.Locator("#turn-2 .ask")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("once more"));
        await Expect(page.Locator("#turn-1 .graph")).ToHaveCountAsync(0);
        await Expect(page.Locator("#turn-2")).ToBeInViewportAsync();
        await page.Locator("#turn-1").GetByRole(AriaRole.Link, new() { Name = "1 task" }).ClickAsync();
        await Expect(page.Locator("#turn-1 .graph")).ToHaveCountAsync(1);
        await page.Locator("#turn-1 .node").ClickAsync();
        await Expect(page.Locator("#turn-1 #task-title")).ToBeFocusedAsync();
        await Expect(page.Locator("#turn-1 #task-title")).ToBeInViewportAsync();
        Assert.Equal(0, opened);
        Assert.Empty(window.Faults);
    }

    private async Task<ConsoleServer> StartAsync()
    {
        var server = await ConsoleServer.StartAsync(_setup, host: host => _held = new HeldJarvis(host));
        foreach (var name in (string[])["long", "short"])
        {
            var task = new PlannedTask(0, TaskTypes.Summarization) { Arguments = ImmutableDictionary<string, Argument>.Empty.Add("text", new TextArgument("hello")) };
            await server.Jarvis.SubmitAsync(new ConversationId(TenantId.Local, name), new TurnRequest($"The {name} one") { Tasks = [task] }, default);
        }

        return server;
    }
}
