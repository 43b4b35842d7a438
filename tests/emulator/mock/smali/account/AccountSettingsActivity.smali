# The account page. Sign out asks the cloud what is synced (1), then keep or remove (result 1), the
# password (result 16), and takes the account away (2).
.class public Lcom/xiaomi/account/ui/AccountSettingsActivity;
.super Lmock/Page;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Lmock/Page;-><init>()V
    return-void
.end method

.method public first()I
    .registers 2
    const v0, @layout/account_page
    return v0
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 5
    invoke-super {p0, p1}, Lmock/Page;->onCreate(Landroid/os/Bundle;)V
    invoke-static {p0}, Lmock/XiaomiAccount;->find(Landroid/content/Context;)Landroid/accounts/Account;
    move-result-object v0
    if-nez v0, :signed_in
    const-class v0, Lcom/xiaomi/account/ui/LoginActivity;
    invoke-direct {p0, v0}, Lcom/xiaomi/account/ui/AccountSettingsActivity;->start(Ljava/lang/Class;)V
    invoke-virtual {p0}, Landroid/app/Activity;->finish()V
    return-void
    :signed_in
    const-string v0, "popups"
    const-string v1, "update"
    invoke-virtual {p0, v0, v1}, Lmock/Page;->is(Ljava/lang/String;Ljava/lang/String;)Z
    move-result v1
    if-eqz v1, :done
    invoke-static {p0, v0}, Lmock/Switches;->forget(Landroid/content/Context;Ljava/lang/String;)V
    const-class v0, Lcom/xiaomi/account/upgrade/AccountApkUpdateDialogActivity;
    invoke-direct {p0, v0}, Lcom/xiaomi/account/ui/AccountSettingsActivity;->start(Ljava/lang/Class;)V
    :done
    return-void
.end method

.method private start(Ljava/lang/Class;)V
    .registers 3
    new-instance v0, Landroid/content/Intent;
    invoke-direct {v0, p0, p1}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
    invoke-virtual {p0, v0}, Landroid/app/Activity;->startActivity(Landroid/content/Intent;)V
    return-void
.end method

.method public tapped(I)V
    .registers 4
    const v0, @id/action_bar_back
    if-ne p1, v0, :no_back
    invoke-virtual {p0}, Landroid/app/Activity;->finish()V
    return-void
    :no_back
    const v0, @id/logout_btn
    if-ne p1, v0, :done
    const/4 v0, 0x1
    const/16 v1, 0x12c
    invoke-virtual {p0, v0, v1}, Lmock/Page;->later(II)V
    :done
    return-void
.end method

.method public after(I)V
    .registers 5
    const/4 v0, 0x2
    if-ne p1, v0, :ask
    invoke-virtual {p0}, Lmock/Page;->stopWheel()V
    invoke-static {p0}, Lmock/XiaomiAccount;->remove(Landroid/content/Context;)V
    invoke-virtual {p0}, Landroid/app/Activity;->finish()V
    return-void
    :ask
    const-string v0, "cloud_synced"
    const-string v1, "no"
    invoke-virtual {p0, v0, v1}, Lmock/Page;->is(Ljava/lang/String;Ljava/lang/String;)Z
    move-result v0
    if-eqz v0, :synced
    invoke-direct {p0}, Lcom/xiaomi/account/ui/AccountSettingsActivity;->verify()V
    return-void
    :synced
    const-string v0, "com.xiaomi.action.MICLOUD_WIPE_DATA_CONFIRM"
    const-string v1, "com.miui.cloudservice"
    const/4 v2, 0x1
    invoke-virtual {p0, v0, v1, v2}, Lmock/Page;->open(Ljava/lang/String;Ljava/lang/String;I)V
    return-void
.end method

# Find device off: no password is asked.
.method private verify()V
    .registers 4
    const-string v0, "find_device"
    const-string v1, "no"
    invoke-virtual {p0, v0, v1}, Lmock/Page;->is(Ljava/lang/String;Ljava/lang/String;)Z
    move-result v0
    if-eqz v0, :password
    invoke-direct {p0}, Lcom/xiaomi/account/ui/AccountSettingsActivity;->signOut()V
    return-void
    :password
    const-string v0, "com.xiaomi.account.action.XIAOMI_ACCOUNT_QUICK_LOGIN"
    const-string v1, "com.xiaomi.account"
    const/16 v2, 0x10
    invoke-virtual {p0, v0, v1, v2}, Lmock/Page;->open(Ljava/lang/String;Ljava/lang/String;I)V
    return-void
.end method

.method private signOut()V
    .registers 3
    const v0, @layout/signing_out
    invoke-virtual {p0, v0}, Lmock/Page;->wheel(I)V
    const/4 v0, 0x2
    const/16 v1, 0x5dc
    invoke-virtual {p0, v0, v1}, Lmock/Page;->later(II)V
    return-void
.end method

.method protected onActivityResult(IILandroid/content/Intent;)V
    .registers 5
    invoke-super {p0, p1, p2, p3}, Lmock/Page;->onActivityResult(IILandroid/content/Intent;)V
    const/4 v0, -0x1
    if-ne p2, v0, :done
    const/16 v0, 0x10
    if-eq p1, v0, :verified
    invoke-direct {p0}, Lcom/xiaomi/account/ui/AccountSettingsActivity;->verify()V
    return-void
    :verified
    invoke-direct {p0}, Lcom/xiaomi/account/ui/AccountSettingsActivity;->signOut()V
    :done
    return-void
.end method
