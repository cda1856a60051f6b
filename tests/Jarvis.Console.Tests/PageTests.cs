using System.Collections.Immutable;
using System.Diagnostics;
using Jarvis.Conformance.Hosts;
using Jarvis.Console.Tests.Testing;
using Jarvis.Conversations;
using Jarvis.Identity;
using Jarvis.Planning;
using static Microsoft.Playwright.Assertions;

namespace Jarvis.Console.Tests;

[Collection(BrowserTests.Name)]
public sealed class PageTests(Chromium chromium)
{
    [BrowserFact]
    public async Task Every_page_is_accessible_in_light_and_dark_and_on_a_phone()
    {
        var receipt = new Receipt();
        receipt.Read();
        await using var server = await ConsoleServer.StartAsync(receipt.Setup);
        await using var first = await chromium.OpenAsync(server);
        await first.GoAsync("/");
        await first.AskAsync("Read it", Place.Sample("receipt.png"));
        await Expect(first.Page.Locator(".node.failed")).ToHaveCountAsync(1);
        var conversation = new Uri(first.Page.Url).AbsolutePath;
        List<string> faults = [];
        (string Name, string Address)[] pages = [("home", "/"), ("conversation", conversation), ("task", $"{conversation}/1/t/0"), ("models", "/models"), ("usage", "/usage"), ("keys", "/keys")];
        foreach (var look in (string[])["light", "dark", "phone"])
        {
            await using var window = look == "phone" ? await chromium.OpenAsync(server, 390, 844, isPhone: true) : await chromium.OpenAsync(server, isDark: look == "dark");
            foreach (var (name, address) in look == "dark" ? pages[2..4] : pages)
            {
                await window.GoAsync(address);
                faults.AddRange((await window.AxeAsync()).Select(fault => $"{look} {name}: {fault}"));
                var wide = await window.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth");
                faults.AddRange(wide ? [$"{look} {name} is wider than its window"] : []);
                await window.PictureAsync($"{look}-{name}");
            }

            faults.AddRange(window.Faults);
        }

        Assert.Empty(faults);
    }

    [BrowserFact]
    public async Task What_models_files_and_people_say_does_nothing()
    {
        var receipt = new Receipt();
        receipt.Read();
        await using var server = await ConsoleServer.StartAsync(receipt.Setup);
        await using var window = await chromium.OpenAsync(server);
        var page = window.Page;
        var folder = Directory.CreateTempSubdirectory("console");
        var hostile = Path.Combine(folder.FullName, "<img src=x onerror=alert(2)>.png");
        File.Copy(Place.Sample("receipt.png"), hostile);
        try
        {
            await window.GoAsync("/");
            await window.AskAsync("<script>alert(3)</script> **bold** <b>loud</b>", hostile);
            await Expect(page.Locator(".node.failed")).ToHaveCountAsync(1);
            await page.Locator(".node", new() { HasText = "image-to-text" }).ClickAsync();
            await Expect(page.Locator(".panel")).ToContainTextAsync("<img src=x onerror=alert(1)>");
            await Expect(page.Locator(".ask")).ToContainTextAsync("<script>alert(3)</script>");
            await Expect(page.Locator("main script, main iframe, img[src=x], [onerror]")).ToHaveCountAsync(0);
            Assert.Empty(window.Faults);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [BrowserFact]
    public async Task A_plan_of_sixty_four_tasks_is_drawn_and_stays_quick()
    {
        var setup = new HostSetup(new ScriptedPlanner(), new ScriptedRunner(ScriptedRunner.Echo), ListedModels.Card("echo", TaskTypes.Summarization));
        await using var server = await ConsoleServer.StartAsync(setup);
        await using var window = await chromium.OpenAsync(server);
        var page = window.Page;
        var tasks = Enumerable.Range(0, TurnRequest.MaxTasks).Select(id => new PlannedTask(id, TaskTypes.Summarization)
        {
            Arguments = ImmutableDictionary<string, Argument>.Empty.Add("text", id == 0 ? new TextArgument("hello") : new OutputArgument((id - 1) / 4)),
        });
        await server.Jarvis.SubmitAsync(new ConversationId(TenantId.Local, "many"), new TurnRequest("Do much") { Tasks = [.. tasks] }, default);
        await window.GoAsync("/c/many");
        await Expect(page.Locator(".node.done")).ToHaveCountAsync(TurnRequest.MaxTasks);

        var clicked = Stopwatch.GetTimestamp();
        await page.Locator(".node").Nth(40).ClickAsync();
        await Window.AtAsync(page, "**/many/1/t/*");
        await Expect(page.Locator(".panel")).ToHaveCountAsync(1);

        Assert.True(Stopwatch.GetElapsedTime(clicked) < TimeSpan.FromSeconds(5));
        await window.PictureAsync("7-many");
        Assert.Empty(window.Faults);
    }

    [BrowserFact]
    public async Task What_happens_is_announced_and_a_plan_is_walked_through_by_keyboard()
    {
        var receipt = new Receipt();
        await using var server = await ConsoleServer.StartAsync(receipt.Setup);
        await using var window = await chromium.OpenAsync(server);
        var page = window.Page;
        await window.GoAsync("/");
        await window.AskAsync("Read it", Place.Sample("receipt.png"));
        await Expect(page.Locator(".node.running")).ToHaveCountAsync(1);
        await window.ReadyAsync();
        receipt.Read();
        await Expect(page.Locator("[aria-live=polite]").First).ToContainTextAsync("Answered");

        await page.Locator(".node").First.FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await Window.AtAsync(page, "**/1/t/*");
        await Expect(page.Locator(".panel")).ToHaveCountAsync(1);
        Assert.Empty(window.Faults);
    }
}
