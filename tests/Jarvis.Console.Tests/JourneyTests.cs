using Jarvis.Console.Tests.Testing;
using Jarvis.Events;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Jarvis.Console.Tests;

/// <summary>A new user's whole way, in a real browser, with the real host.</summary>
[Collection(BrowserTests.Name)]
public sealed class JourneyTests(Chromium chromium)
{
    [BrowserFact]
    public async Task A_picture_is_read_watched_retried_heard_and_deleted()
    {
        var receipt = new Receipt();
        await using var server = await ConsoleServer.StartAsync(receipt.Setup);
        await using var window = await chromium.OpenAsync(server);
        var page = window.Page;

        await window.GoAsync("/");
        await window.PictureAsync("1-home");
        await window.AskAsync("Read the receipt, put it into Spanish and say it aloud.", Place.Sample("receipt.png"));
        await Window.AtAsync(page, "**/c/*");
        await Expect(page.Locator(".node")).ToHaveCountAsync(4);
        await Expect(page.Locator(".node.running")).ToHaveCountAsync(1);
        await Expect(page.Locator(".stage")).ToContainTextAsync("Running, 0 of 4 done");
        await Expect(page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("1 running"));
        await window.PictureAsync("2-running");

        // Loaded again in the middle, and looked at twice: the same is there, and nothing is asked again.
        await page.ReloadAsync();
        await window.ReadyAsync();
        await Expect(page.Locator(".node.running")).ToHaveCountAsync(1);
        var tab = await window.OpenTabAsync(page.Url);
        await Expect(tab.Locator(".node.running")).ToHaveCountAsync(1);
        receipt.Read();
        await Expect(tab.Locator(".node.failed")).ToHaveCountAsync(1);
        await tab.CloseAsync();
        await Expect(page.Locator(".node.done")).ToHaveCountAsync(3);
        await Expect(page.Locator(".node.failed")).ToHaveCountAsync(1);
        Assert.Equal(5, receipt.Calls);

        // It opens on what failed: why, and what to do.
        await page.Locator(".node.failed").ClickAsync();
        await Window.AtAsync(page, "**/c/*/1/t/2");
        await Expect(page.Locator(".panel")).ToContainTextAsync("The voice is hoarse");
        await Expect(page.Locator(".panel tbody tr")).ToHaveCountAsync(2);
        await window.PictureAsync("3-failed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Retry from here" }).ClickAsync();
        await Expect(page.Locator(".node.done")).ToHaveCountAsync(4);
        await Expect(page.Locator(".turn-bar .stage")).ToContainTextAsync("Answered");

        var audio = page.Locator(".gallery audio");
        await Expect(audio).ToHaveCountAsync(1);
        var seconds = await audio.EvaluateAsync<double>("async audio => { if (audio.readyState < 1) await new Promise(done => audio.onloadedmetadata = done); audio.currentTime = 1; await new Promise(done => audio.onseeked = done); return audio.currentTime; }");
        Assert.Equal(1, seconds, 0.1);
        await page.GetByRole(AriaRole.Link, new() { Name = "Close" }).ClickAsync();
        await Expect(page.Locator(".gallery .boxes polygon")).ToHaveCountAsync(2);
        await Expect(page.Locator(".gallery .boxes")).ToHaveAttributeAsync("viewBox", new System.Text.RegularExpressions.Regex(@"^0 0 \d+ \d+$"));
        await window.PictureAsync("4-answered", whole: true);

        await page.GetByRole(AriaRole.Button, new() { Name = "Delete conversation" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("What is to be done?");
        await Expect(page.Locator(".side li")).ToHaveCountAsync(0);
        Assert.Empty(window.Faults);
    }

    [BrowserFact]
    public async Task Stop_stops_the_work_on_the_server()
    {
        var receipt = new Receipt();
        await using var server = await ConsoleServer.StartAsync(receipt.Setup);
        await using var window = await chromium.OpenAsync(server);
        await AskAsync(window);

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();

        await Expect(window.Page.Locator(".turn-bar .stage")).ToContainTextAsync("Stopped");
        await Expect(window.Page.Locator(".node.stopped, .node.skipped")).ToHaveCountAsync(4);
        var list = await server.Jarvis.ListConversationsAsync(Identity.TenantId.Local, 10, null, default);
        Assert.Equal(0, list.Conversations.Single().Open);
        Assert.Empty(window.Faults);
    }

    [BrowserFact]
    public async Task A_conversation_that_was_left_while_it_ran_is_listed_as_it_is_by_then()
    {
        var receipt = new Receipt();
        await using var server = await ConsoleServer.StartAsync(receipt.Setup);
        await using var window = await chromium.OpenAsync(server);
        await AskAsync(window);
        await Expect(window.Page.Locator(".side li")).ToContainTextAsync("1 open");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Models" }).ClickAsync();
        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("Models");

        receipt.Read();
        var conversation = (await server.Jarvis.ListConversationsAsync(Identity.TenantId.Local, 10, null, default)).Conversations.Single().Id;
        await foreach (var happened in server.Jarvis.ReadEventsAsync(conversation, 0, default))
        {
            if (happened is TurnFinished)
            {
                break;
            }
        }

        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Usage" }).ClickAsync();

        await Expect(window.Page.Locator(".side li")).Not.ToContainTextAsync("open");
        Assert.Empty(window.Faults);
    }

    [BrowserFact]
    public async Task A_task_is_run_again_with_other_words_and_what_was_done_is_used()
    {
        var receipt = new Receipt();
        receipt.Read();
        await using var server = await ConsoleServer.StartAsync(receipt.Setup);
        await using var window = await chromium.OpenAsync(server);
        var page = window.Page;
        await window.GoAsync("/");
        await window.AskAsync("Read it", Place.Sample("receipt.png"));
        await Expect(page.Locator(".node.failed")).ToHaveCountAsync(1);

        await page.Locator(".node", new() { HasText = "translation" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Run again with changes" }).ClickAsync();
        await page.GetByLabel("target").FillAsync("fr");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run again", Exact = true }).ClickAsync();

        await Window.AtAsync(page, "**/c/*/2");
        await Expect(page.Locator("#turn-2 .node")).ToHaveCountAsync(2);
        await Expect(page.Locator("#turn-2 .node.done")).ToHaveCountAsync(2);
        await Expect(page.Locator("#turn-2 .ask")).ToContainTextAsync("with what #0 gave");
        await Expect(page.Locator(".side li")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"Read it\s*2 turns"));
        Assert.Empty(window.Faults);
    }

    [BrowserFact]
    public async Task Typed_words_and_files_outlast_a_reload()
    {
        await using var server = await ConsoleServer.StartAsync(new Receipt().Setup);
        await using var window = await chromium.OpenAsync(server);
        await window.GoAsync("/");
        await window.Page.Locator("form[data-composer] input[type=file]").SetInputFilesAsync(Place.Sample("receipt.png"));
        await Expect(window.Page.Locator(".files li.sent")).ToHaveCountAsync(1);
        await window.Page.Locator("#request").FillAsync("half a sen");

        await window.Page.ReloadAsync();
        await window.ReadyAsync();

        await Expect(window.Page.Locator("#request")).ToHaveValueAsync("half a sen");
        await Expect(window.Page.Locator(".files li.sent")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("receipt.png"));
        Assert.Empty(window.Faults);
    }

    [BrowserFact]
    public async Task A_model_is_loaded_and_let_go_by_who_runs_Jarvis()
    {
        await using var server = await ConsoleServer.StartAsync(new Receipt().Setup);
        await using var window = await chromium.OpenAsync(server);
        await window.GoAsync("/models");
        var model = window.Page.Locator(".model").First;
        await Expect(model).ToContainTextAsync("Loaded on first use");

        await model.GetByRole(AriaRole.Button, new() { NameRegex = new("^Load ") }).ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Unload ") })).ToHaveCountAsync(1);
        await window.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Unload ") }).ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Unload ") })).ToHaveCountAsync(0);
        Assert.Empty(window.Faults);
    }

    [BrowserFact]
    public async Task A_file_that_is_added_while_others_are_sent_goes_with_them()
    {
        await using var server = await ConsoleServer.StartAsync(new Receipt().Setup);
        await using var window = await chromium.OpenAsync(server);
        var sent = new TaskCompletionSource();
        await window.Page.RouteAsync("**/v1/resources?*", async route =>
        {
            await sent.Task;
            await route.ContinueAsync();
        });
        await window.GoAsync("/");
        var files = window.Page.Locator("form[data-composer] input[type=file]");
        await files.SetInputFilesAsync(Place.Sample("receipt.png"));
        await window.Page.Locator("#request").FillAsync("Read it");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(window.Page.Locator("#request")).Not.ToBeEditableAsync();
        await files.SetInputFilesAsync(Place.Sample("greeting.wav"));
        await Expect(window.Page.Locator(".files li")).ToHaveCountAsync(2);

        sent.SetResult();

        await Window.AtAsync(window.Page, "**/c/*");
        await Expect(window.Page.Locator(".attached li")).ToHaveTextAsync(["receipt.png", "greeting.wav"]);
        Assert.Empty(window.Faults);
    }

    [BrowserFact]
    public async Task Nobody_who_leaves_while_recording_is_listened_to()
    {
        await using var server = await ConsoleServer.StartAsync(new Receipt().Setup);
        await using var window = await chromium.OpenAsync(server);
        await window.Page.AddInitScriptAsync(
            """
            globalThis.heard = [];
            const devices = navigator.mediaDevices;
            const ask = devices.getUserMedia.bind(devices);
            devices.getUserMedia = async wanted => {
              const stream = await ask(wanted);
              heard.push(...stream.getTracks());
              return stream;
            };
            """);
        await window.GoAsync("/");
        await window.Page.EvaluateAsync("() => { const record = document.querySelector('[data-record]'); record.click(); record.click(); }");
        await Expect(window.Page.Locator("[data-status]")).ToContainTextAsync("Recording");

        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Models" }).ClickAsync();

        await window.Page.WaitForFunctionAsync("() => heard.length === 1 && heard[0].readyState === 'ended'");
        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("Models");
        Assert.Empty(window.Faults);
    }

    [BrowserFact]
    public async Task What_is_said_into_the_microphone_goes_with_the_request_as_sound()
    {
        await using var server = await ConsoleServer.StartAsync(new Receipt().Setup);
        await using var window = await chromium.OpenAsync(server);
        await window.GoAsync("/");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Record" }).ClickAsync();
        await Expect(window.Page.Locator("[data-status]")).ToContainTextAsync("Recording");
        Assert.Empty(await window.AxeAsync());

        var answer = await window.Page.RunAndWaitForResponseAsync(
            () => window.Page.GetByRole(AriaRole.Button, new() { Name = "Stop recording" }).ClickAsync(), response => response.Url.Contains("/v1/resources", StringComparison.Ordinal));

        Assert.Equal("audio/webm", (await answer.JsonAsync())?.GetProperty("mediaType").GetString());
        await Expect(window.Page.Locator(".files li.sent")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("recording .*webm"));
        await Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Record", Exact = true })).ToHaveAttributeAsync("aria-pressed", "false");
        Assert.Empty(window.Faults);
    }

    /// <summary>Asks for what runs until it is let go, and waits until it does.</summary>
    private static async Task AskAsync(Window window)
    {
        await window.GoAsync("/");
        await window.AskAsync("Read it", Place.Sample("receipt.png"));
        await Expect(window.Page.Locator(".node.running")).ToHaveCountAsync(1);
    }
}
