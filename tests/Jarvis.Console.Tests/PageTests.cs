using Jarvis.Console.Tests.Testing;
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
        foreach (var (look, isDark, isPhone) in ((string, bool, bool)[])[("light", false, false), ("dark", true, false), ("phone", false, true)])
        {
            await using var window = isPhone ? await chromium.OpenAsync(server, 390, 844, isPhone: true) : await chromium.OpenAsync(server, isDark: isDark);
            foreach (var (name, address) in ((string, string)[])[("home", "/"), ("conversation", conversation), ("task", $"{conversation}/1/t/0"), ("models", "/models"), ("usage", "/usage"), ("keys", "/keys")])
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
    public async Task A_plan_is_walked_through_by_keyboard()
    {
        var receipt = new Receipt();
        receipt.Read();
        await using var server = await ConsoleServer.StartAsync(receipt.Setup);
        await using var window = await chromium.OpenAsync(server);
        var page = window.Page;
        await window.GoAsync("/");
        await window.AskAsync("Read it", Place.Sample("receipt.png"));
        await Expect(page.Locator(".node.failed")).ToHaveCountAsync(1);

        await page.Locator(".node").First.FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForURLAsync("**/1/t/*");
        await Expect(page.Locator("[aria-live=polite]").First).Not.ToBeEmptyAsync();
        Assert.Empty(window.Faults);
    }
}
